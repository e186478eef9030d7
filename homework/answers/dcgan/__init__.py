"""Answers to homework 02."""
