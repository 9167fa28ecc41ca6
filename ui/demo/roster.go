package demo

import "rollbook/model"

// Trainer is who marks in the demo.
const Trainer = "Robin"

// roster is made up. Names are in the scripts that a roster in Maine may bring.
var roster = []model.Trainee{
	{Name: "Abdi Warsame", Pronouns: "he/him", Worksite: "Warmline", Email: "abdi@example.org"},
	{Name: "Amina Yusuf", Say: "ah-MEE-nah", Pronouns: "she/her", Worksite: "Lewiston peer center"},
	{Name: "Beau Thibodeau", Say: "TIB-uh-doh", Pronouns: "he/him", Worksite: "Emergency department"},
	{Name: "Chloé Ouellette", Say: "WILL-et", Pronouns: "she/her", Worksite: "ACT team", Phone: "555-0104"},
	{Name: "Dana Francis", Pronouns: "they/them", Worksite: "Warmline", Email: "dana@example.org"},
	{Name: "Đặng Thu Hà", Say: "dahng too HAH", Pronouns: "she/her", Worksite: "Portland peer center"},
	{Name: "Elias Haddad", Pronouns: "he/him", Worksite: "Behavioral Health Home"},
	{Name: "Franziska Müller", Pronouns: "she/her", Worksite: "Dorothea Dix"},
	{Name: "Grace Neptune", Pronouns: "she/her", Worksite: "Bangor peer center"},
	{Name: "Іван Петренко", Say: "ee-VAHN", Pronouns: "he/him", Worksite: "Riverview"},
	{Name: "Jo Sockabasin", Pronouns: "they/them", Worksite: "Warmline"},
	{Name: "José Núñez", Say: "NOON-yes", Pronouns: "he/him", Worksite: "ACT team", Email: "jose@example.org"},
	{Name: "Κώστας Παππάς", Say: "KOS-tas", Pronouns: "he/him", Worksite: "Portland peer center"},
	{Name: "Maya Lopez", Pronouns: "she/her", Worksite: "Emergency department"},
	{Name: "नूर शर्मा", Say: "noor SHAR-ma", Pronouns: "she/her", Worksite: "Behavioral Health Home"},
	{Name: "Rémi Lévesque", Say: "leh-VEK", Pronouns: "he/they", Worksite: "Madawaska"},
	{Name: "山田さくら", Say: "sa-koo-ra", Pronouns: "she/her", Worksite: "Warmline"},
	{Name: "ليلى حسن", Say: "LAY-la", Pronouns: "she/her", Worksite: "Lewiston peer center"},
}
