// Libraries look at it when they are loaded: this comes before them.
process.env['NODE_ENV'] ??= 'production'
