"""What fine-tuning does to real encoders, on products that they have not seen."""
