using System.Collections.Immutable;
using System.Globalization;
using TransitHub.Gtfs.Rules.Tables;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads what rides cost, and whether a line's stops have the zones that its prices need.</summary>
internal static class FareReader
{
    private const double MaxPrice = 1_000_000;

    /// <summary>Reads the fares of network.yaml.</summary>
    public static void Read(SheetMapping root, NetworkDraft network)
    {
        network.Fares.IsUnreadable = root.Optional("fares") is not (null or SheetMapping);
        foreach (var (id, node) in NetworkSheetReader.Entries(root.Optional("fares")))
        {
            network.Fares.TryAdd(id, Read(id, node, network));
        }
    }

    /// <summary>ISO 4217 code of the currency.</summary>
    public static string? ReadCurrency(SheetNode node)
    {
        if (node.ReadText() is not { } code)
        {
            return null;
        }

        if (Currencies.IsKnown(code))
        {
            return code;
        }

        node.Error($"there is no currency '{SheetValues.Short(code)}'", "write its code of ISO 4217, such as THB");
        return null;
    }

    /// <summary>The fare of a line: a name, a price, or written out; null also where it has none.</summary>
    public static FareSheet? ReadOfLine(SheetMapping line, string? id, NetworkDraft network, ImmutableArray<LineDirection>? directions)
    {
        if (line.Optional("fare") is not { } node)
        {
            return null;
        }

        var fare = node is SheetScalar scalar && !double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            ? network.Fares.Find(node)
            : Read(id ?? "fare", node, network);
        if (fare is { Price: null } && directions is { } ways)
        {
            CheckZones(node, fare, ways);
        }

        return fare;
    }

    private static FareSheet? Read(string id, SheetNode node, NetworkDraft network)
    {
        if (network.Feed is { Currency: null })
        {
            node.Error("the feed has no currency", $"write 'currency: THB' or the like under 'feed' in {NetworkDraft.FileName}");
            return null;
        }

        if (node is SheetScalar)
        {
            return ReadPrice(node, network) is { } flat ? new FareSheet(id, null, flat, ImmutableSortedDictionary<FareZones, decimal>.Empty, PaidBeforeBoarding: false) : null;
        }

        if (node.ReadMapping("name", "price", "zones", "pay") is not { } map)
        {
            return null;
        }

        var name = map.Optional("name")?.ReadName(network.Languages);
        var paidBefore = map.Optional("pay") is { } pay && ReadPayment(pay);
        var (priceNode, zonesNode) = (map.Optional("price"), map.Optional("zones"));
        if (priceNode is null == zonesNode is null)
        {
            map.Error("a fare needs one of 'price' and 'zones'", "write {price: 15}, or {zones: {1-1: 8, 1-2: 10}}");
            return null;
        }

        var price = priceNode is null ? null : ReadPrice(priceNode, network);
        var zones = zonesNode is null ? ImmutableSortedDictionary<FareZones, decimal>.Empty : ReadZones(zonesNode, network);
        return (priceNode is null || price is not null) && zones is not null ? new FareSheet(id, name, price, zones, paidBefore) : null;
    }

    private static bool ReadPayment(SheetNode node)
    {
        switch (node.ReadText())
        {
            case "before":
                return true;
            case null or "on_board":
                return false;
            case var other:
                node.Error($"riders cannot pay '{SheetValues.Short(other)}'", "write on_board or before");
                return false;
        }
    }

    private static decimal? ReadPrice(SheetNode node, NetworkDraft network)
    {
        if (node.ReadNumber(0, MaxPrice, network.Feed?.Currency ?? string.Empty) is not { } number)
        {
            return null;
        }

        var price = (decimal)number;
        if (network.Feed?.Currency is { } currency && decimal.Round(price, Currencies.DecimalsOf(currency)) != price)
        {
            node.Error($"{currency} has {Currencies.DecimalsOf(currency)} decimals", "write a price that can be paid");
            return null;
        }

        return price;
    }

    /// <summary>Keys are zones with a hyphen between them; a price there counts for the way back unless that has its own.</summary>
    private static ImmutableSortedDictionary<FareZones, decimal>? ReadZones(SheetNode node, NetworkDraft network)
    {
        if (node.AsMapping() is not { } map)
        {
            return null;
        }

        var prices = new SortedDictionary<FareZones, decimal>();
        var isWhole = true;
        foreach (var key in map.Keys)
        {
            if (key.Text.Split('-') is not [{ Length: > 0 } from, { Length: > 0 } to])
            {
                key.Error($"'{SheetValues.Short(key.Text)}' names no two zones", "write the zone of boarding, a hyphen, the zone of alighting, such as 1-2");
                isWhole = false;
            }
            else if (ReadPrice(map[key], network) is { } price)
            {
                prices[new FareZones(from.Trim(), to.Trim())] = price;
            }
            else
            {
                isWhole = false;
            }
        }

        foreach (var (zones, price) in prices.ToList())
        {
            prices.TryAdd(new FareZones(zones.To, zones.From), price);
        }

        return isWhole ? prices.ToImmutableSortedDictionary() : null;
    }

    private static void CheckZones(SheetNode node, FareSheet fare, ImmutableArray<LineDirection> directions)
    {
        foreach (var stop in directions.SelectMany(d => d.Stops).Select(call => call.Stop).DistinctBy(stop => stop.Id).Where(stop => stop.Zone is null))
        {
            node.Error($"the fare '{fare.Id}' goes by zones, and the stop '{stop.Id}' has none", "give the stop 'zone'");
            return;
        }

        foreach (var zones in PairsOf(directions))
        {
            if (fare.FindPrice(zones.From, zones.To) is null)
            {
                node.Error($"the fare '{fare.Id}' has no price from zone {zones.From} to zone {zones.To}", $"add {zones.From}-{zones.To} to its 'zones'");
                return;
            }
        }
    }

    /// <summary>The zones between which riders can go on a line.</summary>
    public static SortedSet<FareZones> PairsOf(ImmutableArray<LineDirection> directions)
    {
        var pairs = new SortedSet<FareZones>();
        foreach (var direction in directions)
        {
            for (var from = 0; from < direction.Stops.Length; from++)
            {
                for (var to = from + 1; to < direction.Stops.Length; to++)
                {
                    if (direction.Stops[from].Stop.Zone is { } boarding && direction.Stops[to].Stop.Zone is { } alighting)
                    {
                        pairs.Add(new FareZones(boarding, alighting));
                    }
                }
            }
        }

        return pairs;
    }
}
