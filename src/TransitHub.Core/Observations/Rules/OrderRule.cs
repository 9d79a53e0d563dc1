namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// Reports of a device are taken in the order in which they were measured. A late one is refused: what it could tell has been overtaken by the
/// newer one, and a vehicle that seems to run backwards costs more than a fix between two others is worth.
/// </summary>
/// <remarks>
/// Several reports that arrive together from a clock ahead of the hub's are all set back to their arrival, so their corrected times are the same.
/// By the device's own clock they rise, and then they are in order: corrected times never fall, but they may repeat.
/// </remarks>
internal static class OrderRule
{
    /// <summary>What is wrong; null when the report is newer than the last accepted one.</summary>
    public static string? Fault(Fix fix, DeviceTrack track) =>
        track.Last is not { } last || fix.At > last.At || (fix.At == last.At && fix.OwnSecondsSince(last) > 0)
        ? null
        : fix.At == last.At
            ? "measured at the same moment as the last one accepted, at another place"
            : $"measured {last.At.SecondsSince(fix.At):F1} s before the last one accepted";
}
