using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>What a ride costs on the lines that name it: one price, or a price from zone to zone.</summary>
/// <param name="Id">Its name in the sheets; of a price written out in a line, the line's id.</param>
/// <param name="Name">What riders call it, or null.</param>
/// <param name="Price">The one price, in the feed's currency; null: by zones.</param>
/// <param name="ZonePrices">Prices by the zones of boarding and of alighting; empty where there is one price.</param>
/// <param name="PaidBeforeBoarding">payment_method: whether riders pay before they board, else on board.</param>
public sealed record FareSheet(
    string Id, LocalizedText? Name, decimal? Price, ImmutableSortedDictionary<FareZones, decimal> ZonePrices, bool PaidBeforeBoarding)
{
    /// <summary>The price of a ride, or null if there is none between these zones.</summary>
    public decimal? FindPrice(string? from, string? to) =>
        Price ?? (from is not null && to is not null && ZonePrices.TryGetValue(new FareZones(from, to), out var price) ? price : null);
}

/// <summary>Where a ride begins and ends; ordered by the first, then by the second.</summary>
/// <param name="From">Zone of boarding.</param>
/// <param name="To">Zone of alighting.</param>
public readonly record struct FareZones(string From, string To) : IComparable<FareZones>
{
    /// <inheritdoc/>
    public int CompareTo(FareZones other) =>
        string.CompareOrdinal(From, other.From) is not 0 and var byFrom ? byFrom : string.CompareOrdinal(To, other.To);
}
