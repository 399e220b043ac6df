"""The findings made again under other choices and on other draws of the texts."""
