"""Answers to homework 01."""
