"""What people write into a report: the boxes for it, and how it is found and kept when the report is made again."""
