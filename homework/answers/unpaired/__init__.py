"""Answers to homework 08."""
