package discordtest

import "net/http"

// reply is what a request is answered with.
type reply struct {
	status int
	body   any // nil: none
}

// The errors of the API that the fake answers of itself.
var (
	errUnauthorized = reply{http.StatusUnauthorized, object{"message": "401: Unauthorized", "code": 0}}
	errNotFound     = reply{http.StatusNotFound, object{"message": "404: Not Found", "code": 0}}
	errVersion      = apiError(http.StatusBadRequest, 50041, "Invalid API version provided")
	errAgent        = apiError(http.StatusForbidden, 40333, "internal network error")
	errJSON         = apiError(http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
	errChannel      = apiError(http.StatusNotFound, 10003, "Unknown Channel")
	errGuild        = apiError(http.StatusNotFound, 10004, "Unknown Guild")
	errMember       = apiError(http.StatusNotFound, 10007, "Unknown Member")
	errMessage      = apiError(http.StatusNotFound, 10008, "Unknown Message")
	errUser         = apiError(http.StatusNotFound, 10013, "Unknown User")
	errWebhook      = apiError(http.StatusNotFound, 10015, "Unknown Webhook")
	errInteraction  = apiError(http.StatusNotFound, 10062, "Unknown interaction")
	errNotYours     = apiError(http.StatusForbidden, 20012, "You are not authorized to perform this action on this application")
	errAcknowledged = apiError(http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
	errPins         = apiError(http.StatusBadRequest, 30003, "Maximum number of pins reached for the channel (250)")
	errCreates      = apiError(http.StatusTooManyRequests, 30034, "Max number of daily application command creates has been reached (200)")
	errAccess       = apiError(http.StatusForbidden, 50001, "Missing Access")
	errOtherAuthor  = apiError(http.StatusForbidden, 50005, "Cannot edit a message authored by another user")
	errEmpty        = apiError(http.StatusBadRequest, 50006, "Cannot send an empty message")
	errClosedDM     = apiError(http.StatusForbidden, 50007, "Cannot send messages to this user")
	errPermissions  = apiError(http.StatusForbidden, 50013, "Missing Permissions")
	errExpired      = apiError(http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	errNoMutual     = apiError(http.StatusForbidden, 50278, "Cannot send messages to this user")
	errChannelType  = apiError(http.StatusBadRequest, 50024, "Cannot execute action on this channel type")
	errArchived     = apiError(http.StatusBadRequest, 50083, "Thread is archived")
	errThreadExists = apiError(http.StatusBadRequest, 160004, "A thread has already been created for this message")
	noContent       = reply{http.StatusNoContent, nil}
)

func apiError(status, code int, message string) reply {
	return reply{status, object{"code": code, "message": message}}
}

// invalid is 50035 with what is wrong and where.
func invalid(f faults) reply {
	return reply{http.StatusBadRequest, object{"code": 50035, "message": "Invalid Form Body", "errors": f.nested()}}
}
