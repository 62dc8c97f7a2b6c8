// True if the link <1> is in force itself; it carries where both its ends are in force too.
(<1>.status IN $view.statuses AND <holds <1>.valid_from; <1>.valid_to>)
