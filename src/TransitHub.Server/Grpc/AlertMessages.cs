using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.Collections;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Protocol.V1;
using TransitHub.Server.Watching;
using AlertPeriod = TransitHub.Protocol.V1.AlertPeriod;
using AlertSelector = TransitHub.Protocol.V1.AlertSelector;
using ServiceAlert = TransitHub.Core.Snapshots.ServiceAlert;

namespace TransitHub.Server.Grpc;

/// <summary>Alerts as messages.</summary>
internal static class AlertMessages
{
    /// <summary>Whether it names one of the routes or stops that are asked for, if any are.</summary>
    public static bool Fits(ServiceAlert alert, ListAlertsRequest request) => WatchAlerts.Fits(alert, request.RouteIds, request.StopIds);

    /// <summary>The event of a stream.</summary>
    /// <param name="delta">What the reader is told.</param>
    /// <param name="step">The step that it has taken before.</param>
    /// <param name="epoch">Names the count of states.</param>
    public static WatchFrame FrameOf(AlertDelta delta, WatchStep step, string epoch)
    {
        AlertBatch batch = new() { Whole = delta.IsWhole };
        batch.Alerts.AddRange(delta.Alerts.Select(a => Of(a, delta.Now)));
        batch.RemovedAlertIds.AddRange(delta.RemovedIds);
        return new WatchFrame(new WatchEvent { Cursor = new WatchCursor(epoch, step.To).ToString(), CreatedAtMs = step.State.CreatedAt.UnixMilliseconds, Alerts = batch }.ToByteArray());
    }

    /// <summary>The message.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="now">Unix seconds.</param>
    public static Protocol.V1.ServiceAlert Of(ServiceAlert alert, long now)
    {
        Protocol.V1.ServiceAlert message = new()
        {
            Id = alert.Id,
            IsActive = alert.IsActive(now),
            Cause = AlertWords.Of(alert.Cause),
            Effect = AlertWords.Of(alert.Effect),
            SeverityLevel = AlertWords.Of(alert.Severity),
            Source = alert.Source ?? string.Empty,
        };
        foreach (Core.Snapshots.AlertPeriod period in alert.ActivePeriods)
        {
            message.ActivePeriods.Add(Of(period));
        }

        message.InformedEntities.AddRange(alert.InformedEntities.Select(Of));
        Add(message.HeaderText, alert.Header);
        Add(message.DescriptionText, alert.Description);
        Add(message.Url, alert.Url);
        Add(message.TtsHeaderText, alert.TtsHeader);
        Add(message.TtsDescriptionText, alert.TtsDescription);
        return message;
    }

    private static AlertPeriod Of(Core.Snapshots.AlertPeriod period)
    {
        AlertPeriod message = new();
        if (period.Start is long start)
        {
            message.Start = start;
        }

        if (period.End is long end)
        {
            message.End = end;
        }

        return message;
    }

    private static AlertSelector Of(Core.Snapshots.AlertSelector selector)
    {
        AlertSelector message = new();
        Set(selector.AgencyId, v => message.AgencyId = v);
        Set(selector.RouteId, v => message.RouteId = v);
        Set(selector.TripId, v => message.TripId = v);
        Set(selector.StartDate, v => message.StartDate = v);
        Set(selector.StartTime, v => message.StartTime = v);
        Set(selector.StopId, v => message.StopId = v);
        if (selector.RouteType is int type)
        {
            message.RouteType = type;
        }

        if (selector.DirectionId is int direction)
        {
            message.DirectionId = (uint)direction;
        }

        return message;
    }

    private static void Set(string? value, Action<string> set)
    {
        if (value is not null)
        {
            set(value);
        }
    }

    private static void Add(MapField<string, string> map, ImmutableArray<AlertText> texts)
    {
        foreach (AlertText text in texts)
        {
            map[text.Language] = text.Text;
        }
    }
}
