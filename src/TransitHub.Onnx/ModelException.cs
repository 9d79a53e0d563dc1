namespace TransitHub.Onnx;

/// <summary>A model that cannot be used. The message names the file, what is wrong with it and what to do, in one line for a person.</summary>
public sealed class ModelException(string message) : Exception(message);
