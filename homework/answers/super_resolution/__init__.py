"""Answers to homework 10."""
