"""Answers to homework 12."""
