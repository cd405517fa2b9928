output "large_enough" {
  value = provider::udr::firewall_subnet_valid("10.42.240.0/26") # true
}

output "too_small" {
  value = provider::udr::firewall_subnet_valid("10.42.240.0/27") # false
}
