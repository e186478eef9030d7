"""Answers to homework 06."""
