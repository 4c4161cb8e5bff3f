"""Still pictures of what is on the screen, as SVG and PNG, made on the server without a browser."""
