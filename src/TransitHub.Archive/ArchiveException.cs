namespace TransitHub.Archive;

/// <summary>A part of the archive is missing, damaged, or none of this form; the message names the file and what to do.</summary>
/// <param name="message">What is wrong, one sentence for an operator.</param>
/// <param name="inner">What a library said; null: nothing.</param>
public sealed class ArchiveException(string message, Exception? inner = null) : IOException(message, inner);
