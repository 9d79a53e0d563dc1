using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>Reads a line's sheet once the stops of all lines are known.</summary>
internal sealed class LineSheetReader(LineDraft draft, NetworkDraft network, StopBook book)
{
    /// <summary>A device that reports less often cannot be followed.</summary>
    private const int MaxReportEverySeconds = 600;

    private readonly SheetMapping root = draft.Root;

    /// <summary>The line, or null if anything in it is wrong.</summary>
    public LineSheet? Read()
    {
        var errors = network.Problems.ErrorCount;
        var runs = this.root.Required("operator", "name one of 'operators' in " + NetworkDraft.FileName) is { } by ? network.Operators.Find(by) : null;
        var vehicle = ReadVehicle();
        var (number, name) = (this.root.Optional("number")?.ReadName(network.Languages), this.root.Optional("name")?.ReadName(network.Languages));
        if (this.root.Optional("number") is null && this.root.Optional("name") is null)
        {
            this.root.Error("the line has neither 'number' nor 'name'", "give what riders call it");
        }

        var color = this.root.Required("color", "give six hexadecimal digits in quotes, without '#', such as \"F58220\"") is { } colorNode ? LineColor.Read(colorNode) : null;
        var text = this.root.Optional("text_color") is { } textNode ? LineColor.Read(textNode) : color is null ? null : LineColor.TextOn(color);
        var url = ReadUrl();
        var every = this.root.Optional("report_every")?.ReadDuration(1, MaxReportEverySeconds) ?? LineSheet.DefaultReportEverySeconds;
        var dwell = this.root.Optional("dwell")?.ReadDuration(0, LineDraft.MaxDwellSeconds) ?? draft.Mode?.DwellSeconds ?? 0;

        var directions = new DirectionReader(draft, network, book, dwell).Read();
        var travel = new TravelReader(network, draft.Mode, directions).Read(this.root);
        var service = new ServiceReader(network, directions, travel).Read(this.root);
        var fare = FareReader.ReadOfLine(this.root, draft.Id, network, directions);
        if (errors != network.Problems.ErrorCount || draft.Id is null || draft.Mode is null || runs is null || vehicle is null
            || color is null || text is null || directions is null || travel is null || service is null)
        {
            return null;
        }

        if (this.root.Optional("text_color") is { } given && !LineColor.CanBeRead(color, text))
        {
            given.Warning($"'{text}' can hardly be read on '{color}'", $"leave 'text_color' out; {LineColor.TextOn(color)} is chosen then");
        }

        return new LineSheet(draft.Id, runs, draft.Mode, vehicle, number, name, color, text, url,
            directions.Value, travel.Value, service.Value, every, this.root.File) { Fare = fare };
    }

    private VehicleTypeSheet? ReadVehicle()
    {
        var node = this.root.Required("vehicle", "name one of 'vehicles' in " + NetworkDraft.FileName + ", or write {capacity: ...}");
        var type = node switch
        {
            null => null,
            SheetScalar => network.Vehicles.Find(node),
            _ => NetworkSheetReader.ReadVehicle(draft.Id ?? "vehicle", node),
        };
        var (wheelchair, bicycles) = (this.root.Optional("wheelchair")?.ReadTruth(), this.root.Optional("bicycles")?.ReadTruth());
        type = type is null ? null : type with { Wheelchair = wheelchair ?? type.Wheelchair, Bicycles = bicycles ?? type.Bicycles };
        if (type is { Bicycles: null } && draft.Mode is { IsFerry: true })
        {
            node!.Error($"nothing says whether the ferry '{type.Id}' takes bicycles", "write 'bicycles: true' or 'false' on the vehicle type or the line");
            return null;
        }

        return type;
    }

    private string? ReadUrl()
    {
        var node = this.root.Optional("url");
        var url = node?.ReadUrl();
        if (network.Operators.Values.FirstOrDefault(one => one.Url.Equals(url, StringComparison.OrdinalIgnoreCase)) is { } other)
        {
            node!.Warning($"the line's 'url' is that of the operator '{other.Id}'", "give a page about the line, or leave it out");
            return null;
        }

        return url;
    }
}
