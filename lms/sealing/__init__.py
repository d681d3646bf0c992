"""Values that lie encrypted in the database: the keys, the boxes made with them, and the columns that hold them."""
