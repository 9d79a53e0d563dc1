namespace TransitHub.Gtfs.Expanding;

/// <summary>What was written out.</summary>
/// <param name="Templates">Trips of which windows became trips.</param>
/// <param name="Trips">Trips that were made of them.</param>
/// <param name="WindowsLeft">Rows of frequencies.txt that stay.</param>
/// <param name="RowsLeftOut">Rows of other files that named a template and say nothing of one departure, such as transfers between trips.</param>
public sealed record ExpansionReport(int Templates, int Trips, int WindowsLeft, int RowsLeftOut);
