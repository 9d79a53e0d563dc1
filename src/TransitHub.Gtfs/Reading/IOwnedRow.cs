namespace TransitHub.Gtfs.Reading;

/// <summary>A row of a file that belongs to a trip or a shape.</summary>
internal interface IOwnedRow
{
    /// <summary>Dense index of the owner.</summary>
    int Owner { get; }
}
