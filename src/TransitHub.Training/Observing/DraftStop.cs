namespace TransitHub.Training.Observing;

/// <summary>A place where vehicles were seen to stop more often than between stops.</summary>
/// <param name="Id">stop_id of the draft.</param>
/// <param name="Latitude">WGS 84 degrees.</param>
/// <param name="Longitude">WGS 84 degrees.</param>
/// <param name="Bearing">The way vehicles leave it, degrees clockwise from north.</param>
/// <param name="Runs">Runs that passed.</param>
/// <param name="Stopped">Share of them that were seen here, 0 to 1.</param>
/// <param name="Expected">Share of them that would have been seen here if this were a place like any other along the street.</param>
/// <param name="Stood">Share of those seen here that were seen here again some seconds later, 0 to 1.</param>
/// <param name="Confidence">That it is a stop, 0 to 1.</param>
/// <param name="IsTerminal">It was taken for a stop since runs begin or end here.</param>
public sealed record DraftStop(
    string Id, double Latitude, double Longitude, double Bearing, int Runs, double Stopped, double Expected, double Stood, double Confidence, bool IsTerminal);
