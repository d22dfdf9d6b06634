"""The pages of those who coordinate: the board, each question in full, and what they do with it."""
