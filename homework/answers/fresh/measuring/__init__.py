"""Fresh answers that only measure: no check is changed because of them."""
