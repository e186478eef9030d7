"""Answers to homework 09."""
