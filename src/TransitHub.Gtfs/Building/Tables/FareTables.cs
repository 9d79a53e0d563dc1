using System.Globalization;
using TransitHub.Gtfs.Building.Reading;
using TransitHub.Gtfs.Rules.Tables;

namespace TransitHub.Gtfs.Building.Tables;

/// <summary>
/// Fares in both forms of the reference: fare_attributes.txt and fare_rules.txt for consumers that know no other, and fare products with
/// leg rules. A fare is a network of the lines that name it; its zones are areas.
/// </summary>
internal static class FareTables
{
    public static void Write(BuiltFeed built, FeedSheet feed, TripPlan plan)
    {
        var fares = plan.Lines.Where(line => line.Fare is not null).GroupBy(line => line.Fare!.Id, StringComparer.Ordinal)
            .OrderBy(fare => fare.Key, StringComparer.Ordinal).Select(fare => fare.ToList()).ToList();
        if (feed.Currency is { } currency && fares.Count > 0)
        {
            WriteRules(built, fares, currency);
            WriteProducts(built, fares, currency);
            WriteAreas(built, plan, fares);
        }
    }

    /// <summary>A fare names one agency, so lines of two operators have a fare each.</summary>
    private static void WriteRules(BuiltFeed built, List<List<LineSheet>> fares, string currency)
    {
        var attributes = new CsvTable("fare_id", "price", "currency_type", "payment_method", "transfers", "agency_id");
        var rules = new CsvTable("fare_id", "route_id", "origin_id", "destination_id");
        foreach (var lines in fares)
        {
            var operators = lines.GroupBy(line => line.Operator.Id, StringComparer.Ordinal).OrderBy(own => own.Key, StringComparer.Ordinal).ToList();
            foreach (var own in operators)
            {
                var fare = lines[0].Fare!;
                var prefix = operators.Count == 1 ? fare.Id : $"{fare.Id}.{own.Key}";
                var priced = own.SelectMany(line => Rides(line).Select(zones => (Line: line, Zones: zones, Price: Priced(fare, zones)))).ToList();
                foreach (var price in priced.Select(ride => ride.Price).Distinct().Order())
                {
                    attributes.Add(FareId(fare, prefix, price, currency), Amount(price, currency), currency, fare.PaidBeforeBoarding ? "1" : "0", "0", own.Key);
                }

                foreach (var (line, zones, price) in priced)
                {
                    rules.Add(FareId(fare, prefix, price, currency), line.Id, zones?.From, zones?.To);
                }
            }
        }

        built.Add("fare_attributes.txt", attributes);
        built.Add("fare_rules.txt", rules);
    }

    private static void WriteProducts(BuiltFeed built, List<List<LineSheet>> fares, string currency)
    {
        var products = new CsvTable("fare_product_id", "fare_product_name", "amount", "currency");
        var networks = new CsvTable("network_id", "network_name");
        var routes = new CsvTable("network_id", "route_id");
        var legs = new CsvTable("network_id", "from_area_id", "to_area_id", "fare_product_id");
        foreach (var lines in fares)
        {
            var fare = lines[0].Fare!;
            networks.Add(fare.Id, fare.Name?.Main);
            foreach (var line in lines)
            {
                routes.Add(fare.Id, line.Id);
            }

            var rides = fare.Price is null ? lines.SelectMany(Rides).Distinct().OrderBy(zones => zones!.Value).ToList() : [null];
            foreach (var price in rides.Select(zones => Priced(fare, zones)).Distinct().Order())
            {
                products.Add(FareId(fare, fare.Id, price, currency), fare.Name?.Main, Amount(price, currency), currency);
            }

            foreach (var zones in rides)
            {
                legs.Add(fare.Id, AreaId(zones?.From), AreaId(zones?.To), FareId(fare, fare.Id, Priced(fare, zones), currency));
            }
        }

        built.Add("fare_products.txt", products);
        built.Add("networks.txt", networks);
        built.Add("route_networks.txt", routes);
        built.Add("fare_leg_rules.txt", legs);
    }

    /// <summary>Zones in which a fare is asked for; a stop outside any belongs to none.</summary>
    private static void WriteAreas(BuiltFeed built, TripPlan plan, List<List<LineSheet>> fares)
    {
        if (!fares.Exists(lines => lines[0].Fare!.Price is null))
        {
            return;
        }

        var used = fares.Where(lines => lines[0].Fare!.Price is null).SelectMany(lines => lines).SelectMany(Rides)
            .SelectMany(zones => new[] { zones!.Value.From, zones.Value.To }).ToHashSet(StringComparer.Ordinal);
        var areas = new CsvTable("area_id", "area_name");
        var stops = new CsvTable("area_id", "stop_id");
        foreach (var zone in used.Order(StringComparer.Ordinal))
        {
            areas.Add(AreaId(zone), zone);
        }

        foreach (var stop in StopTables.Used(plan).Where(stop => stop.Zone is { } zone && used.Contains(zone)))
        {
            stops.Add(AreaId(stop.Zone), stop.Id);
        }

        built.Add("areas.txt", areas);
        built.Add("stop_areas.txt", stops);
    }

    /// <summary>The rides of a line that may cost differently; null: all cost the same.</summary>
    private static IEnumerable<FareZones?> Rides(LineSheet line) =>
        line.Fare!.Price is null ? FareReader.PairsOf(line.Directions).Select(zones => (FareZones?)zones) : [null];

    private static decimal Priced(FareSheet fare, FareZones? zones) => fare.FindPrice(zones?.From, zones?.To)!.Value;

    private static string FareId(FareSheet fare, string prefix, decimal price, string currency) => fare.Price is null ? $"{prefix}.{Amount(price, currency)}" : prefix;

    private static string? AreaId(string? zone) => zone is null ? null : "zone-" + zone;

    private static string Amount(decimal price, string currency) =>
        price.ToString("F" + Currencies.DecimalsOf(currency).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
