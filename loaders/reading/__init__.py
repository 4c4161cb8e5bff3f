"""What comes from outside, read and checked: answers over HTTP, OData, ZIPs, sheets of a file."""
