using TransitHub.Core.Observations;
using TransitHub.Gtfs.Time;

namespace TransitHub.Archive.Tables;

/// <summary>How many got on, or off, at one moment.</summary>
/// <param name="Sequence">The place in the log of the count that told it.</param>
/// <param name="Count">That count.</param>
/// <param name="IsBoarding">True: got on; false: got off.</param>
/// <param name="Riders">How many; above 0.</param>
/// <param name="ServiceDate">The day of service: the one the vehicle named, else the day by the feed's clock at which it was received.</param>
/// <param name="Position">0-based place of the stop in the trip; null: the trip or the stop is not known, or it calls there twice.</param>
/// <param name="StopSequence">Its <c>stop_sequence</c> in GTFS, with <paramref name="Position"/>.</param>
internal readonly record struct PassengerEvent(
    long Sequence, PassengerCount Count, bool IsBoarding, int Riders, ServiceDate ServiceDate, int? Position, int? StopSequence);
