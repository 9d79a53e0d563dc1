namespace TransitHub.Core.Storage;

/// <summary>Something was written by a newer hub in a form that this one does not know. It is whole: reading must not pass over it.</summary>
/// <param name="what">What, as the beginning of a sentence.</param>
/// <param name="found">The version of its form.</param>
/// <param name="known">The newest version that this hub knows.</param>
public sealed class NewerFormatException(string what, uint found, uint known) : IOException(
    $"{what} is of format {found} and this hub reads up to {known}: a newer hub wrote it. Run that version here too, or give this hub a storage of its own.");
