"""What every page draws with: colours, words of messages, tables, charts."""
