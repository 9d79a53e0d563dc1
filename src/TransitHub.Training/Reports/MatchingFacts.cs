namespace TransitHub.Training.Reports;

/// <summary>What the hub made of the reports, up to the end of the test.</summary>
/// <param name="Observations">Observations read, refused ones included.</param>
/// <param name="Accepted">Of these, those that passed the gate.</param>
/// <param name="Positions">Position reports that fusion took.</param>
/// <param name="Matched">Of these, those of vehicles whose run is known.</param>
/// <param name="HeldBack">Of these, those not published with the run.</param>
/// <param name="OfKnownTrips">Positions read that name a trip of the timetable.</param>
/// <param name="OfKnownTripsMatched">Of these, matched ones.</param>
/// <param name="OfKnownTripsPlaced">Of these, those published with the run.</param>
/// <param name="Reasons">Why reports were refused or left without a run: stage, reason, count.</param>
public sealed record MatchingFacts(
    long Observations, long Accepted, long Positions, long Matched, long HeldBack, long OfKnownTrips, long OfKnownTripsMatched, long OfKnownTripsPlaced,
    IReadOnlyList<(string Stage, string Reason, long Count)> Reasons);
