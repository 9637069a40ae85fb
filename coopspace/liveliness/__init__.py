"""What has gone quiet at a site, brought up gently with one next gesture each (DOMAIN §7). It is
read from dates; it gives no score and compares no site."""
