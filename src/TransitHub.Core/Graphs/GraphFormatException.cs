namespace TransitHub.Core.Graphs;

/// <summary>Bytes are no graph of this form, or of one that this hub cannot read.</summary>
/// <param name="message">What does not fit.</param>
public sealed class GraphFormatException(string message) : IOException(message);
