"""What the processes for pieces of work do: functions of a text, none of which needs the service to be loaded."""
