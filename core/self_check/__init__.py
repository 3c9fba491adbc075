"""Does everything work here? Every stage once, through its public function."""
