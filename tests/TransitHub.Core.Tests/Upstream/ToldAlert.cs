using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Tests.Upstream;

/// <summary>Another agency's alert as a test writes it.</summary>
internal static class ToldAlert
{
    /// <summary>An alert with texts in two languages.</summary>
    /// <param name="id">Of its entity.</param>
    /// <param name="selectors">Whom it concerns, such as <c>route R</c>, <c>stop S1</c>, <c>trip T</c>, <c>agency X</c>; parts of one joined by <c>+</c>.</param>
    public static FeedEntity Entity(string id, params string[] selectors)
    {
        var alert = new Alert
        {
            Cause = Alert.Types.Cause.Construction,
            Effect = Alert.Types.Effect.Detour,
            SeverityLevel = Alert.Types.SeverityLevel.Warning,
            HeaderText = Texts(("en", "Road closed"), ("th", "ปิดถนน")),
            DescriptionText = Texts(("en", "Buses go round"), ("th", "รถอ้อม")),
        };
        alert.InformedEntity.AddRange(selectors.Select(Selector));
        return new FeedEntity { Id = id, Alert = alert };
    }

    public static TranslatedString Texts(params (string Language, string Text)[] texts)
    {
        var told = new TranslatedString();
        foreach ((string language, string text) in texts)
        {
            var one = new TranslatedString.Types.Translation { Text = text };
            if (language.Length > 0)
            {
                one.Language = language;
            }

            told.Translation.Add(one);
        }

        return told;
    }

    public static FeedEntity WithPeriods(this FeedEntity entity, params (ulong Start, ulong End)[] periods)
    {
#pragma warning disable CS0612 // What most feeds send.
        entity.Alert.ActivePeriod.AddRange(periods.Select(p => new TimeRange { Start = p.Start, End = p.End }));
#pragma warning restore CS0612
        return entity;
    }

    private static EntitySelector Selector(string text)
    {
        var selector = new EntitySelector();
        foreach (string part in text.Split('+'))
        {
            string[] words = part.Split(' ');
            switch (words[0])
            {
                case "route":
                    selector.RouteId = words[1];
                    break;
                case "stop":
                    selector.StopId = words[1];
                    break;
                case "trip":
                    selector.Trip = new TripDescriptor { TripId = words[1] };
                    break;
                case "agency":
                    selector.AgencyId = words[1];
                    break;
                case "direction":
                    selector.DirectionId = uint.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture);
                    break;
                case "start":
                    selector.Trip.StartTime = words[1];
                    break;
                default:
                    throw new FormatException(text);
            }
        }

        return selector;
    }
}
