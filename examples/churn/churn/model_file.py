"""The trained model as a file."""

import hashlib
import pickle
from pathlib import Path

MODEL_PATH = Path(__file__).parent.parent / "model" / "model.pkl"


def save_model(model) -> None:
    MODEL_PATH.parent.mkdir(exist_ok=True)
    MODEL_PATH.write_bytes(pickle.dumps(model))


def load_model():
    """Returns the model and the SHA-256 of its file, which tells one trained model from another."""
    content = MODEL_PATH.read_bytes()
    return pickle.loads(content), hashlib.sha256(content).hexdigest()
