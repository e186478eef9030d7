"""Answers to homework 05."""
