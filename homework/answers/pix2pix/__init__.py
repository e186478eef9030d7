"""Answers to homework 04."""
