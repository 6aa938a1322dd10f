"""What firms' websites show: crawl, signals per site, indicators."""
