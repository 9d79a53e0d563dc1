using NodaTime;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads network.yaml.</summary>
internal static class NetworkSheetReader
{
    private static readonly string[] Roles = ["is_producer", "is_operator", "is_authority"];

    public static void Read(SheetMapping root, NetworkDraft network)
    {
        root.Allow("feed", "operators", "day_types", "holidays", "ways", "vehicles", "fares", "attributions");
        ReadFeed(root, network);
        ReadOperators(root, network);
        network.Operators.IsUnreadable = root.Optional("operators") is not SheetMapping;
        network.DayTypes.IsUnreadable = root.Optional("day_types") is not (null or SheetMapping);
        network.Ways.IsUnreadable = root.Optional("ways") is not (null or SheetMapping);
        network.Vehicles.IsUnreadable = root.Optional("vehicles") is not (null or SheetMapping);
        CalendarSheetReader.Read(root, network);
        foreach (var (name, node) in Entries(root.Optional("ways")))
        {
            network.Ways.TryAdd(name, WayReader.Read(name, node, network));
        }

        foreach (var (name, node) in Entries(root.Optional("vehicles")))
        {
            network.Vehicles.TryAdd(name, ReadVehicle(name, node));
        }

        FareReader.Read(root, network);
        foreach (var item in root.Optional("attributions")?.ReadList() ?? [])
        {
            ReadAttribution(item, network);
        }
    }

    /// <summary>A type of vehicle, in network.yaml or written out in a line.</summary>
    public static VehicleTypeSheet? ReadVehicle(string id, SheetNode node)
    {
        if (node.ReadMapping("capacity", "seats", "wheelchair", "bicycles") is not { } map)
        {
            return null;
        }

        var capacity = map.Required("capacity", "give the riders that it takes, seated and standing")?.ReadWhole(1, 5000, "riders");
        var seatsNode = map.Optional("seats");
        var seats = seatsNode?.ReadWhole(0, 5000, "seats");
        if (seats > capacity)
        {
            seatsNode!.Error($"there are more seats ({seats}) than the capacity ({capacity})", "count standing riders into the capacity");
        }

        var (wheelchair, bicycles) = (map.Optional("wheelchair")?.ReadTruth(), map.Optional("bicycles")?.ReadTruth());
        return capacity is { } riders ? new VehicleTypeSheet(id, riders, seats, wheelchair, bicycles) : null;
    }

    /// <summary>The writer's own names with their values; names that are no ids are noted, and known all the same.</summary>
    public static IEnumerable<(string Name, SheetNode Node)> Entries(SheetNode? node)
    {
        var map = node?.AsMapping();
        foreach (var key in map?.Keys ?? [])
        {
            yield return (key.ReadId() ?? key.Text, map![key]);
        }
    }

    private static void ReadFeed(SheetMapping root, NetworkDraft network)
    {
        if (root.Required("feed", "say who publishes the network, in which language, for when")?.ReadMapping(
            "publisher", "url", "language", "languages", "timezone", "contact_email", "contact_url", "valid", "version", "currency") is not { } feed)
        {
            return;
        }

        var language = feed.Required("language", "give the main language of the names, such as th")?.ReadLanguage();
        var wanted = (feed.Optional("languages")?.ReadList() ?? []).Select(item => item.ReadLanguage()).OfType<string>().ToList();
        network.Languages = language is null ? SheetLanguages.Only(string.Empty) : new SheetLanguages(language, wanted);
        var publisher = feed.Required("publisher", "name who publishes the feed")?.ReadLocalized(network.Languages);
        var url = feed.Required("url", "give the publisher's address, such as https://www.example.org")?.ReadUrl();
        var zone = feed.Required("timezone", "give a name of the TZ database, such as Asia/Bangkok") is { } zoneNode ? ReadTimeZone(zoneNode) : null;
        var (email, page) = (feed.Optional("contact_email")?.ReadEmail(), feed.Optional("contact_url")?.ReadUrl());
        if (feed.Optional("contact_email") is null && feed.Optional("contact_url") is null)
        {
            feed.Warning("'feed' has neither 'contact_email' nor 'contact_url'", "say where consumers can report mistakes");
        }

        var valid = CalendarSheetReader.ReadValid(feed);
        network.ValidLine = feed.Optional("valid")?.Line ?? 0;
        var version = feed.Optional("version")?.ReadText();
        var currency = feed.Optional("currency") is { } currencyNode ? FareReader.ReadCurrency(currencyNode) : null;
        if (publisher is not null && url is not null && language is not null && zone is not null && valid is { } dates)
        {
            network.Feed = new FeedSheet(publisher, url, language, zone, email, page, dates.From, dates.To, version) { Currency = currency };
        }
    }

    private static string? ReadTimeZone(SheetNode node)
    {
        var text = node.ReadText();
        if (text is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(text) is not null)
        {
            return text;
        }

        var nearest = NearestWord.Find(text, DateTimeZoneProviders.Tzdb.Ids);
        node.Error($"there is no time zone '{SheetValues.Short(text)}'", nearest is null ? "use a name of the TZ database, such as Asia/Bangkok" : $"write {nearest}");
        return null;
    }

    private static void ReadOperators(SheetMapping root, NetworkDraft network)
    {
        foreach (var (id, node) in Entries(root.Required("operators", "name who runs the lines")))
        {
            network.Operators.TryAdd(id, node.ReadMapping("name", "url", "phone", "email") is { } map ? ReadOperator(id, map, network) : null);
        }
    }

    private static OperatorSheet? ReadOperator(string id, SheetMapping map, NetworkDraft network)
    {
        var name = map.Required("name", "give its name")?.ReadName(network.Languages);
        var url = map.Required("url", "give its address, such as https://www.example.org")?.ReadUrl();
        var (phone, email) = (map.Optional("phone")?.ReadPhone(), map.Optional("email")?.ReadEmail());
        return name is not null && url is not null ? new OperatorSheet(id, name, url, phone, email) : null;
    }

    private static void ReadAttribution(SheetNode node, NetworkDraft network)
    {
        if (node.ReadMapping("organization", "url", "email", "phone", "is_producer", "is_operator", "is_authority") is not { } map)
        {
            return;
        }

        var organization = map.Required("organization", "name it")?.ReadLocalized(network.Languages);
        var roles = Roles.Select(role => map.Optional(role)?.ReadTruth() ?? false).ToArray();
        var (url, email, phone) = (map.Optional("url")?.ReadUrl(), map.Optional("email")?.ReadEmail(), map.Optional("phone")?.ReadPhone());
        if (!roles.Contains(true))
        {
            map.Error("the attribution has no role", "write is_producer, is_operator or is_authority: true");
        }

        if (organization is not null)
        {
            network.Attributions.Add(new AttributionSheet(organization, roles[0], roles[1], roles[2], url, email, phone));
        }
    }
}
