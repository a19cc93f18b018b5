// Copyright (c) terraform-partnercenter authors
// SPDX-License-Identifier: MPL-2.0

package review

import "fmt"

// budgetSubject says what changes of spending budgets do.
func budgetSubject() subject {
	return subject{key: "customer_tenant_id", create: createBudget, update: updateBudget,
		destroy: destroyBudget, forget: keepBudget, imports: importBudget, drift: driftBudget}
}

func customerOf(values map[string]any) string {
	return "customer " + shown(values, "customer_tenant_id")
}

func createBudget(e *effect, o object) {
	says, marks := fmt.Sprintf("Sets the budget of %s to %s", customerOf(o.after),
		shown(o.after, "amount")), []Mark(nil)
	if !isKnown(o.after, "amount") || !isKnown(o.after, "customer_tenant_id") {
		marks = append(marks, Unknown)
	}
	if o.after["allow_overwrite"] == true {
		says += ", also over another budget"
	}
	if o.hasMoved {
		says += " again, which somebody else has removed"
		marks = append(marks, Overwrites)
	}
	e.send(says+".", marks...)
}

func updateBudget(e *effect, o object) {
	from, to := shown(o.before, "amount"), shown(o.after, "amount")
	switch {
	case !isKnown(o.after, "amount"):
		e.send(fmt.Sprintf("Changes the budget of %s from %s to %s.", customerOf(o.after), from, to),
			Unknown)
	case from == to:
		e.say(fmt.Sprintf("Leaves the budget of %s at %s.", customerOf(o.after), to))
	default:
		e.send(fmt.Sprintf("Changes the budget of %s from %s to %s.", customerOf(o.after), from, to))
		switch {
		case o.imported:
			e.say("Terraform has not managed it before.", Overwrites)
		case o.hasMoved:
			e.say(fmt.Sprintf("Somebody else has changed it from %s.", shown(o.was, "amount")),
				Overwrites)
		}
	}
	if o.change == "replace" && o.first == "delete" && o.before["keep_on_destroy"] != true {
		e.send("Meanwhile, the customer has no budget.", Removes)
	}
}

// destroyBudget goes by the last applied options.
func destroyBudget(e *effect, o object) {
	if o.before["keep_on_destroy"] == true {
		keepBudget(e, o)
		return
	}
	e.send(fmt.Sprintf("Removes the budget of %s, which is %s.", customerOf(o.before),
		shown(o.before, "amount")), Removes)
	if was := shown(o.was, "amount"); o.hasMoved && was != shown(o.before, "amount") {
		e.say(fmt.Sprintf("Somebody else has changed it from %s.", was), Overwrites)
	}
}

func keepBudget(e *effect, o object) {
	e.say(fmt.Sprintf("Lets go of the budget of %s: Partner Center keeps %s.", customerOf(o.before),
		shown(o.before, "amount")), LetsGo)
}

func importBudget(e *effect, o object) {
	e.say(fmt.Sprintf("Imports the budget of %s, which is %s.", customerOf(o.after),
		shown(o.after, "amount")))
}

func driftBudget(e *effect, o object) {
	from, to := shown(o.before, "amount"), shown(o.after, "amount")
	switch {
	case o.after == nil:
		e.say(fmt.Sprintf("Somebody else has removed the budget of %s, which was %s.",
			customerOf(o.before), from), Removes)
	case from != to:
		e.say(fmt.Sprintf("Somebody else has changed the budget of %s from %s to %s.",
			customerOf(o.before), from, to))
	}
}
