using System.Collections.Immutable;
using TransitHub.Core.Alerting;
using TransitHub.Core.Snapshots;
using TransitHub.Gtfs;

namespace TransitHub.Core.Feeds;

/// <summary>Encodes an alert as a FeedEntity (gtfs-realtime reference, message Alert), in the order of the fields' numbers.</summary>
internal sealed class AlertsEncoder(ProtobufWriter writer)
{
    /// <summary>
    /// Encodes one alert; its bytes are null where nothing is left that it concerns. Whom a static feed does not know is left out: a selector without its
    /// route would concern all routes.
    /// </summary>
    /// <param name="schedule">The static feed that readers have.</param>
    /// <param name="alert">The alert.</param>
    public EncodedEntity Encode(Schedule schedule, ServiceAlert alert)
    {
        // Nothing measured that could grow too old: who gives the alerts takes away what is over.
        if (alert.Header.IsEmpty || !alert.InformedEntities.Any(s => SelectorRules.IsKnown(schedule, s)))
        {
            return new EncodedEntity(null, long.MaxValue, ForGoogle: true);
        }

        writer.Clear();
        int entity = writer.BeginMessage(FieldTags.FeedMessage.Entity);
        writer.WriteText(FieldTags.FeedEntity.Id, alert.Id);
        int body = writer.BeginMessage(FieldTags.FeedEntity.Alert);
        this.WritePeriods(FieldTags.Alert.ActivePeriod, alert.ActivePeriods);
        this.WritePeriods(FieldTags.Alert.CommunicationPeriod, alert.CommunicationPeriods);
        this.WritePeriods(FieldTags.Alert.ImpactPeriod, alert.ImpactPeriods);
        foreach (AlertSelector selector in alert.InformedEntities)
        {
            if (SelectorRules.IsKnown(schedule, selector))
            {
                this.WriteSelector(schedule, selector);
            }
        }

        writer.WriteVarint(FieldTags.Alert.Cause, (int)alert.Cause);
        writer.WriteVarint(FieldTags.Alert.Effect, (int)alert.Effect);
        this.WriteTexts(FieldTags.Alert.Url, alert.Url);
        this.WriteTexts(FieldTags.Alert.HeaderText, alert.Header);
        this.WriteTexts(FieldTags.Alert.DescriptionText, alert.Description);
        this.WriteTexts(FieldTags.Alert.TtsHeaderText, alert.TtsHeader);
        this.WriteTexts(FieldTags.Alert.TtsDescriptionText, alert.TtsDescription);
        writer.WriteVarint(FieldTags.Alert.SeverityLevel, (int)alert.Severity);
        this.WriteImages(alert.Images);
        this.WriteTexts(FieldTags.Alert.ImageAlternativeText, alert.ImageAlternativeText);
        this.WriteTexts(FieldTags.Alert.CauseDetail, alert.CauseDetail);
        this.WriteTexts(FieldTags.Alert.EffectDetail, alert.EffectDetail);
        writer.EndMessage(body);
        writer.EndMessage(entity);
        return new EncodedEntity(writer.Written.ToArray(), long.MaxValue, ForGoogle: true);
    }

    private void WritePeriods(byte tag, ImmutableArray<AlertPeriod> periods)
    {
        foreach (AlertPeriod period in periods)
        {
            int start = writer.BeginMessage(tag);
            this.WriteNumber(FieldTags.TimeRange.Start, period.Start);
            this.WriteNumber(FieldTags.TimeRange.End, period.End);
            writer.EndMessage(start);
        }
    }

    private void WriteSelector(Schedule schedule, AlertSelector selector)
    {
        int start = writer.BeginMessage(FieldTags.Alert.InformedEntity);
        this.WriteText(FieldTags.EntitySelector.AgencyId, selector.AgencyId);
        this.WriteText(FieldTags.EntitySelector.RouteId, selector.RouteId);
        this.WriteNumber(FieldTags.EntitySelector.RouteType, selector.RouteType);
        if (selector.TripId is { } trip)
        {
            int descriptor = writer.BeginMessage(FieldTags.EntitySelector.Trip);
            writer.WriteText(FieldTags.TripDescriptor.TripId, trip);
            this.WriteText(FieldTags.TripDescriptor.StartTime, selector.StartTime);
            this.WriteText(FieldTags.TripDescriptor.StartDate, selector.StartDate);
            bool byHeadway = schedule.Trips.TryFind(trip, out int index) && TripDescriptorWriter.RunsByHeadway(schedule, index);
            writer.WriteVarint(FieldTags.TripDescriptor.ScheduleRelationship, byHeadway ? TripDescriptorWriter.Unscheduled : TripDescriptorWriter.Scheduled);
            writer.EndMessage(descriptor);
        }

        this.WriteText(FieldTags.EntitySelector.StopId, selector.StopId);
        this.WriteNumber(FieldTags.EntitySelector.DirectionId, selector.DirectionId);
        writer.EndMessage(start);
    }

    private void WriteTexts(int tag, ImmutableArray<AlertText> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        int start = writer.BeginFarMessage(tag);
        foreach (AlertText text in texts)
        {
            int one = writer.BeginMessage(FieldTags.TranslatedString.Translation);
            writer.WriteText(FieldTags.Translation.Text, text.Text);
            writer.WriteText(FieldTags.Translation.Language, text.Language);
            writer.EndMessage(one);
        }

        writer.EndMessage(start);
    }

    private void WriteImages(ImmutableArray<AlertImage> images)
    {
        if (images.IsEmpty)
        {
            return;
        }

        int start = writer.BeginMessage(FieldTags.Alert.Image);
        foreach (AlertImage image in images)
        {
            int one = writer.BeginMessage(FieldTags.TranslatedImage.LocalizedImage);
            writer.WriteText(FieldTags.LocalizedImage.Url, image.Url);
            writer.WriteText(FieldTags.LocalizedImage.MediaType, image.MediaType);
            this.WriteText(FieldTags.LocalizedImage.Language, image.Language);
            writer.EndMessage(one);
        }

        writer.EndMessage(start);
    }

    private void WriteText(byte tag, string? text)
    {
        if (text is not null)
        {
            writer.WriteText(tag, text);
        }
    }

    private void WriteNumber(byte tag, long? value)
    {
        if (value is long number)
        {
            writer.WriteVarint(tag, number);
        }
    }
}
