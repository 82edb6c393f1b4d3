"""What sentences say of projects: who takes part, topics, schemes, money, other rows."""
