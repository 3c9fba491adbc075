"""Fine-tuning: an encoder learns from a catalogue's photos what tells its products apart.

The network below its last stages stays as it is, and runs once for each view of a photo; what it
gives is kept on disk (`shelf`), and the last stages are trained on that, which a processor can do.
Products are divided in three (`split`): to train on, to choose the epoch by, to judge the result
with. torch is imported where it is first used.
"""
