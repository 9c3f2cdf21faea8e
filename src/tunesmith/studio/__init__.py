"""The web studio: a page to compose, see, hear and keep tunes, and the service under it."""
