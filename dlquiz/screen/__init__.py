"""What the learner sees.  Everything printed goes through `screen.Screen`, which cleans it."""
