using System.Globalization;
using TransitHub.Core.Storage.Leases;

namespace TransitHub.Core.Storage.Changes;

/// <summary>An entry was refused because those before it are missing: the storage lost them, or the writer counts from another place.</summary>
/// <param name="stream">Whose.</param>
/// <param name="id">What was to be appended.</param>
/// <param name="last">The newest one that stands.</param>
public sealed class ChangeGapException(LeaseName stream, long id, long last) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"The changes of {stream} were not told: {id} does not follow {last}, the last that stands. The storage may have lost what was between; go on with {last + 1} and a whole state."))
{
    /// <summary>The newest one that stands.</summary>
    public long Last { get; } = last;
}
