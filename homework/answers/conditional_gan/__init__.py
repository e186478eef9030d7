"""Answers to homework 03."""
