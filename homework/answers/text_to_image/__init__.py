"""Answers to homework 11, text to image."""
