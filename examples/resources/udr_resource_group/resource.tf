resource "udr_resource_group" "this" {
  name     = "contosofin-rg"
  location = "eastus"
  tags     = { environment = "prod" }
}
