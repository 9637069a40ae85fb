"""Going to a site and handing it over: the visits of who supports it, each an event, and the word
by which one colleague gives a site to another. Words are kept with their history."""
