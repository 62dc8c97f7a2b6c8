// True if the stretch from <1> to <2> overlaps the view; no end means open.
($view.from IS NULL OR (coalesce(<1>, '') <= $view.to AND coalesce(<2>, '9999-12-31') >= $view.from
                   AND coalesce(<1>, '') <= coalesce(<2>, '9999-12-31')))
